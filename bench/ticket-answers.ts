// Answers of the efficiency bench's server: new texts of the wanted label, and a judge that reads
// the label from the words.
export { ticketServerAnswer as answer } from "../test/helpers/ticket-run.js";
