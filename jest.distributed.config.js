import everything from "./jest.config.js";

/** What runs over servers of its own: PostgreSQL, Redis, several workers. `npm run test:distributed`. */
export default {
  ...everything,
  roots: ["<rootDir>/test/distributed"],
  testPathIgnorePatterns: ["/node_modules/"],
  collectCoverage: false,
};
