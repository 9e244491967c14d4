// What the editor knows of libawait's names: from its headers, by way of documentation.json.

/** @typedef {{ name: string, kind: string, signature: string, text: string, header: string }} Documented */

/** @param {Documented} of */
export function documentationOf({ signature, text, header }) {
  const element = document.createElement('div');
  element.className = 'documentation';
  const code = document.createElement('code');
  code.textContent = signature;
  const where = document.createElement('small');
  where.textContent = `<${header}>`;
  element.append(code, text, where);
  return element;
}
