// The variables that the selected coroutine, and those that it awaits, let be watched.
import { example, hasLoop, OWN, select, selectTask } from '../store.js';
import { Members, Nobody } from './members.jsx';

/**
 * @typedef {import('./look.js').Member} Member
 * @typedef {import('./look.js').Chain} Chain
 */

/** @param {{look: import('./look.js').Look, chain: Chain | null}} props */
export function VariablesPanel({ look, chain }) {
  if (!chain) return <Nobody />;
  if (hasVariables(chain)) return <Members chain={chain} Part={Variables} />;
  const others = look.chains.filter(hasVariables);
  const waits = chain.members.some(({ word }) => word === 'SUSPENDED');
  return (
    <>
      <p>
        {waits ? `${chain.name} lets no variable be watched here.` : `${chain.name} is not suspended: variables can be looked at while it waits.`} <code>AW_WATCH(name);</code> in the C source, below the line that gives
        the variable its value, shows it from there on{example.value?.id === OWN && <>, in modules that were built <code>--inspectable</code></>}.
      </p>
      {others.length > 0 && (
        <p class="others">
          Watched now: {others.slice(0, 12).map(({ key, name }) => <button key={key} type="button" class="tree-task" onClick={() => (hasLoop.value ? selectTask(Number(key)) : select(key))}>{name}</button>)}
        </p>
      )}
    </>
  );
}

/** @param {Chain} chain */
const hasVariables = ({ members }) => members.some(({ variables }) => variables.length > 0);

/** @param {{member: Member}} props */
function Variables({ member: { variables, function: name } }) {
  if (variables.length === 0) return <p class="quiet">It lets no variable be watched.</p>;
  return (
    <table class="variables">
      <caption class="hidden">Variables of {name}</caption>
      <thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Type</th><th scope="col">Watched in line</th></tr></thead>
      <tbody>
        {variables.map(({ name: variable, type, line, text, was }, index) => (
          <tr key={index} class={was === null ? '' : 'is-changed'}>
            <th scope="row"><code>{variable}</code></th>
            <td><code>{text}</code>{was !== null && <span class="was"> changed, was <code>{was}</code></span>}</td>
            <td class="quiet"><code>{type}</code></td>
            <td class="quiet">{line}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
