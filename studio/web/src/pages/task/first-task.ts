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

# Real rows that show what is wanted: some here, or a file with "path".
support:
  rows:
    - text: I was charged twice for the same order and the invoice shows only one payment.
      label: billing
    - text: Can I pay my next invoice by bank transfer instead of the card on file?
      label: billing
    - text: The yearly fee on my statement is higher than the price on your website.
      label: billing
    - text: Please send me a corrected invoice with the address of my company.
      label: billing
    - text: My parcel has been at the depot for a week and the tracking does not move.
      label: delivery
    - text: The driver left the box with a neighbour whom I do not know.
      label: delivery
    - text: Could you change the delivery address before the order is shipped on Monday?
      label: delivery
    - text: The courier says that the parcel was delivered but nothing is at my door.
      label: delivery
    - text: Thank you for the quick answer and the replacement that came the next day.
      label: praise
    - text: I have rarely been helped so kindly by a support team and will order again.
      label: praise
    - text: The new kettle works very well and my whole family is happy with it.
      label: praise
    - text: What a lovely shop with friendly people and beautiful wrapping.
      label: praise

target: 30
seed: 1
`;
