import type { ModelCard, StatedAttribute } from './model-card.ts';

const states = { stated: '', 'not-known': '**Not known.** ', 'not-done': '**Not done.** ' } as const;

function paragraph({ id, name, state, text }: StatedAttribute): string {
  return `**${id}. ${name}.** ${states[state]}${text}`;
}

/** The 31 source attributes in Markdown, group by group, with what every number was read from. */
export function toMarkdown(card: ModelCard): string {
  const groups = [...new Set(card.attributes.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const own = card.attributes.filter((attribute) => attribute.group === group);
    return `## ${group}\n\n${own.map(paragraph).join('\n\n')}`;
  });
  const parts = [
    `# Source attributes: ${card.title} ${card.version}`,
    `The 31 source attributes of 45 CFR 170.315(b)(11)(iv)(B). Written by \`vigie models card ${card.id} --format markdown\`
from \`model-card.json\`, \`manifest.json\` and \`${card.record}/metrics.json\` beside it (${card.createdAt}); do not edit it by hand.`,
    ...sections,
  ];
  return `${parts.join('\n\n')}\n`;
}
