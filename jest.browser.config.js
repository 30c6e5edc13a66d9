import everything from "./jest.config.js";

/** What drives the studio in a browser. `npm run test:browser`. */
export default {
  ...everything,
  roots: ["<rootDir>/test/browser"],
  testPathIgnorePatterns: ["/node_modules/"],
  collectCoverage: false,
};
