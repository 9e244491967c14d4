// The coroutines of an await chain, each with something of its own.

/** @typedef {import('./look.js').Member} Member */

/** @param {{chain: import('./look.js').Chain, Part: (props: {member: Member}) => any}} props */
export const Members = ({ chain: { name, members }, Part }) => (
  <ol class="members">
    {members.map((member, index) => (
      <li key={index}>
        <h3>
          {index > 0 && <span class="quiet">awaits </span>}
          {index === 0 && name !== member.function && <code>{name} </code>}
          {member.function} <span class="quiet">{member.word}{member.line !== null && `, line ${member.line}`}</span>
        </h3>
        <Part member={member} />
      </li>
    ))}
  </ol>
);

export const Nobody = () => <p class="quiet">Nothing is selected: there is no coroutine, or all tasks are done.</p>;
