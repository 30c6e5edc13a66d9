import tseslint from "typescript-eslint";

/** Rules of every source. */
const rules = {
  "@typescript-eslint/no-floating-promises": "error",
  "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
  "@typescript-eslint/await-thenable": "error",
  "@typescript-eslint/no-explicit-any": "error",
  "@typescript-eslint/no-unused-vars": [
    "error",
    { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
  ],
  "@typescript-eslint/consistent-type-imports": "error",
  "@typescript-eslint/only-throw-error": "error",
  eqeqeq: ["error", "smart"],
  "no-var": "error",
  "prefer-const": "error",
};

export default tseslint.config(
  {
    ignores: [
      "dist/**",
      ".dist-*/**",
      "node_modules/**",
      "coverage/**",
      "runs/**",
      ".datawright/**",
    ],
  },
  {
    files: ["**/*.ts"],
    ignores: ["studio/web/**"],
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules,
  },
  {
    files: ["studio/web/**/*.{ts,tsx}"],
    extends: [tseslint.configs.base],
    languageOptions: {
      parserOptions: {
        project: "./studio/web/tsconfig.json",
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules,
  },
  {
    files: ["{base,schema,memory,tools,agents,graphs,studio}/**/*.{ts,tsx}"],
    rules: { "no-console": "error" },
  },
);
