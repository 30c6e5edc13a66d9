/** What a new task begins with: small, whole, and answered by the embedded model without a key. */
export const FIRST_TASK = `name: support-messages
kind: classification
description: Short messages that customers write to the support desk of an online shop.
language: en

labels:
  billing: The message is about a charge, an invoice or a way to pay.
  delivery: The message is about a parcel or its address.
  praise: The customer is happy and says so.

attributes:
  tone: [calm, annoyed, polite]

target: 30
seed: 1
`;
