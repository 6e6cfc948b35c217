// Where the server is; scripts/backend.mjs writes the real addresses. Empty: where this page comes from.
window.shipvoteBackend = { web: '', api: '' };
