// The HTTP description as something to hold real exchanges against. Its schemas are closed for that: an answer may have
// nothing that is not described.
import { readFileSync } from 'node:fs';
import addFormats from 'ajv-formats';
import Ajv2020 from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const METHODS = ['get', 'put', 'post', 'delete', 'patch'];

// What the server refuses before it knows the route: malformed, too slow, too large, too busy.
const BEFORE_ROUTING = [400, 408, 413, 417, 431, 501, 503, 505];
// Of these, what no route lists: it is about HTTP itself.
const NOT_LISTED = [417, 501, 505];

export function loadDescription(file) {
  return new Description(parse(readFileSync(file, 'utf8')));
}

export class Description {
  #ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
  #operations = [];
  #refusal;

  constructor(document) {
    addFormats(this.#ajv);
    this.#ajv.addVocabulary(['example']);
    const resolved = resolve(document, document);
    this.#refusal = this.#ajv.compile(closed(resolved.components.schemas.Refusal));
    for (const [path, item] of Object.entries(resolved.paths)) {
      for (const method of METHODS.filter((name) => name in item)) {
        this.#operations.push(this.#operation(path, method, item[method]));
      }
    }
  }

  operations() {
    return this.#operations;
  }

  // The operation that an exchange is about, if it is one of this description.
  operationOf({ method, path }) {
    const wanted = method.toLowerCase() === 'head' ? 'get' : method.toLowerCase();
    return this.#atPath(path).find((operation) => operation.method === wanted);
  }

  // What an exchange deviates in, in words; empty when it is as described.
  deviations(exchange) {
    const operation = this.operationOf(exchange);
    if (operation) return this.#deviationsFrom(operation, exchange);
    if (BEFORE_ROUTING.includes(exchange.status)) return this.#refusalDeviations(exchange);
    const allowed = this.#atPath(exchange.path);
    if (allowed.length > 0 && exchange.method === 'OPTIONS') {
      return exchange.status === 204 && !exchange.body ? [] : ['a preflight is answered with 204 and no body'];
    }
    const expected = allowed.length > 0 ? 405 : 404;
    if (exchange.status !== expected) {
      return [`${expected === 405 ? 'method' : 'path'} is not described, so the status should be ${expected}`];
    }
    return this.#refusalDeviations(exchange);
  }

  #atPath(path) {
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const matching = this.#operations.filter((operation) => operation.pattern.test(bare));
    const fewest = Math.min(...matching.map((operation) => operation.parameterCount));
    return matching.filter((operation) => operation.parameterCount === fewest);
  }

  #operation(path, method, description) {
    const answers = new Map();
    for (const [status, response] of Object.entries(description.responses)) {
      // By media type; an answer without a body has none.
      const checks = new Map();
      for (const [type, media] of Object.entries(response.content ?? {})) {
        checks.set(type, this.#ajv.compile(closed(media.schema ?? {})));
      }
      answers.set(Number(status), checks);
    }
    const request = description.requestBody?.content?.['application/json']?.schema;
    return {
      name: description.operationId,
      method,
      path,
      pattern: new RegExp(`^${path.replace(/[.[\]()]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
      parameterCount: path.split('{').length,
      answers,
      request: request && this.#ajv.compile(request),
    };
  }

  #deviationsFrom(operation, exchange) {
    if (NOT_LISTED.includes(exchange.status)) return this.#refusalDeviations(exchange);
    const checks = operation.answers.get(exchange.status);
    if (!checks) return [`status ${exchange.status} is not described`];
    const found = [];
    if (exchange.status < 300 && operation.request && !operation.request(json(exchange.request_body))) {
      found.push(...this.#words('accepted request', operation.request.errors));
    }
    const empty = exchange.body === undefined || exchange.body === null || exchange.body === '';
    if (exchange.method === 'HEAD' || checks.size === 0) {
      if (!empty) found.push('the answer should have no body');
      return found;
    }
    const type = mediaType(exchange);
    const described = [...checks.keys()];
    if (!checks.has(type)) {
      found.push(`content type "${exchange.content_type ?? ''}", described is ${described.join(', ')}`);
    }
    const as = checks.has(type) ? type : described[0];
    const check = checks.get(as);
    if (!check(as === 'application/json' ? json(exchange.body) : exchange.body)) {
      found.push(...this.#words('answer', check.errors));
    }
    return found;
  }

  #refusalDeviations(exchange) {
    if (exchange.method === 'HEAD') return exchange.body ? ['the answer should have no body'] : [];
    if (mediaType(exchange) !== 'application/json')
      return [`a refusal of content type "${exchange.content_type ?? ''}"`];
    return this.#refusal(json(exchange.body)) ? [] : this.#words('refusal', this.#refusal.errors);
  }

  #words(subject, errors) {
    return errors.map((error) => {
      const extra = error.params.additionalProperty ?? error.params.unevaluatedProperty;
      const allowed = error.params.allowedValues ?? error.params.allowedValue;
      const detail = extra ? `: ${extra}` : allowed === undefined ? '' : `: ${JSON.stringify(allowed)}`;
      return `${subject}${error.instancePath} ${error.message}${detail}`;
    });
  }
}

function mediaType(exchange) {
  return (exchange.content_type ?? '').split(';')[0].trim().toLowerCase();
}

// Bodies are written down as the text that went over the wire, or as parsed already.
function json(body) {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

// The document with every $ref replaced by what it points to. Fields beside a $ref stay.
function resolve(node, document) {
  if (Array.isArray(node)) return node.map((item) => resolve(item, document));
  if (node === null || typeof node !== 'object') return node;
  const { $ref: reference, ...rest } = node;
  const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, resolve(value, document)]));
  if (reference === undefined) return own;
  const target = reference
    .slice(2)
    .split('/')
    .reduce((place, key) => place?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], document);
  if (target === undefined) throw new Error(`nothing is at ${reference}`);
  return { ...resolve(target, document), ...own };
}

// The schema with every object that lists its fields closed against others. What allOf joins is closed as a whole.
function closed(schema, partOfAllOf = false) {
  if (Array.isArray(schema)) return schema.map((item) => closed(item));
  if (schema === null || typeof schema !== 'object') return schema;
  const result = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, closed(field)]));
    } else if (key === 'allOf') {
      result[key] = value.map((part) => closed(part, true));
    } else {
      result[key] = ['enum', 'const', 'example', 'required'].includes(key) ? value : closed(value);
    }
  }
  const listsFields = 'properties' in schema && !('additionalProperties' in schema);
  if ((listsFields || 'allOf' in schema) && !partOfAllOf) result.unevaluatedProperties = false;
  return result;
}
