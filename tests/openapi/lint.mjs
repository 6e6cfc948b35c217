// Lints an OpenAPI description: `node lint.mjs [FILE]`, by default docs/openapi.yaml. Prints every problem; exit 1 with any.
import { fileURLToPath } from 'node:url';
import { createConfig, formatProblems, lint } from '@redocly/openapi-core';

const file = process.argv[2] ?? fileURLToPath(new URL('../../docs/openapi.yaml', import.meta.url));

const config = await createConfig({
  extends: ['recommended-strict'],
  rules: {
    'no-server-example.com': 'off',
    'operation-2xx-response': 'error',
    'operation-operationId-unique': 'error',
    'operation-operationId-url-safe': 'error',
    'operation-tag-defined': 'error',
    'no-invalid-media-type-examples': 'error',
    'no-unused-components': 'error',
    'no-schema-type-mismatch': 'error',
    'path-params-defined': 'error',
    'paths-kebab-case': 'off',
    // Public routes and the version text refuse nothing of their own beyond what every route refuses.
    'operation-4xx-response': 'error',
  },
});

const problems = await lint({ ref: file, config });
formatProblems(problems, { format: 'codeframe', totals: { errors: problems.length, warnings: 0, ignored: 0 } });
if (problems.length > 0) process.exit(1);
console.log(`${file.split('/').slice(-2).join('/')}: no problems`);
