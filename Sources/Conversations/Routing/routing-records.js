import { languageName } from "../../Web/Client/format.js";
import { plural, text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { api } from "../Timeline/api.js";
import { chipsField, peopleField } from "./routing-chips.js";
import { hoursField } from "./hours-field.js";
import { RecordForm } from "./record-form.js";
import { choiceField, durationField, numberField, selectField, switchField, textField } from "./routing-fields.js";
import { languageCode, skillName } from "./routing-values.js";
import { verificationField } from "./verification-field.js";

/**
 * @typedef {object} Queue
 * @property {string} id
 * @property {string} name
 * @property {boolean} is_general
 * @property {boolean} is_transfer_only
 * @property {string} [topic]
 * @property {string} [language]
 * @property {string} [tier]
 * @property {number} priority
 * @property {string[]} required_skills
 * @property {string[]} wanted_skills
 * @property {number} [relax_after_seconds]
 * @property {number} target_wait_seconds
 * @property {number} [answer_within_seconds]
 * @property {string} [team]
 * @property {import("./verification-field.js").QueueVerification} [verification]
 */
/**
 * @typedef {object} Team
 * @property {string} id
 * @property {string} name
 * @property {import("./hours-field.js").Hours} [hours]
 * @property {string} outside_hours
 * @property {number} replies_within_seconds
 * @property {string[]} members
 */
/**
 * @typedef {object} RoutedAgent
 * @property {string} id
 * @property {string} name
 * @property {string} badge
 * @property {string} role
 * @property {number} capacity
 * @property {string[]} skills
 * @property {string[]} languages
 * @property {Record<string, number>} limits
 * @property {string[]} teams
 */
/** @typedef {{queues: Queue[], teams: Team[], agents: RoutedAgent[], topics: string[], spoken: string[], methods: string[]}} Routing `methods`: By what customers can be verified here. */

const KINDS = ["chat", "ticket", "call"];
const OUTSIDE = ["queue", "ticket", "assistant"];
const MONTH = 30 * 86_400;

/**
 * @param {Routing} routing
 * @param {Queue|null} queue null for a new one.
 */
export function queueForm(routing, queue) {
    const topics = [...new Set([...routing.topics, ...(queue?.topic ? [queue.topic] : [])])];
    const scope = {
        topic: selectField(text("routing.queue.topic"), queue?.topic ?? null, topics.map((id) => ({ id, name: topicName(id) })), { nothing: text("routing.queue.any_topic") }),
        language: selectField(text("routing.queue.language"), queue?.language ?? null, knownLanguages(routing).map((id) => ({ id, name: languageName(id) })), { nothing: text("routing.queue.any_language") }),
        tier: textField(text("routing.queue.tier"), queue?.tier ?? "", { most: 40, isOptional: true, help: text("routing.queue.tier_means"), rule: "" }),
    };
    const isTransferOnly = switchField(text("routing.queue.transfer_only"), queue?.is_transfer_only ?? false, {
        help: text("routing.queue.transfer_only_means"),
        changed: (isOn) => Object.values(scope).forEach(({ node }) => (node.hidden = isOn)),
    });
    for (const { node } of Object.values(scope)) node.hidden = queue?.is_transfer_only ?? false;
    const comes = queue?.is_general ? {} : { is_transfer_only: isTransferOnly, ...scope };
    /** @type {import("./record-form.js").Section[]} */
    const sections = [
        { title: "", fields: { name: nameField(queue?.name) } },
        { title: text("routing.queue.comes"), fields: { ...comes, priority: numberField(text("routing.queue.priority"), queue?.priority ?? 5, { least: 0, most: 9, help: text("routing.queue.priority_means") }) } },
        {
            title: text("routing.queue.takes"),
            fields: {
                team: selectField(text("routing.queue.team"), queue?.team ?? null, routing.teams, { nothing: text("routing.queue.everybody") }),
                required_skills: skillsField(routing, text("routing.queue.required"), queue?.required_skills ?? [], text("routing.queue.required_means"), 20),
                relax_after_seconds: durationField(text("routing.queue.relax"), queue?.relax_after_seconds ?? null, { isOptional: true, help: text("routing.queue.relax_means") }),
                wanted_skills: skillsField(routing, text("routing.queue.wanted"), queue?.wanted_skills ?? [], text("routing.queue.wanted_means"), 20),
            },
        },
        { title: text("routing.queue.verifies"), fields: { verification: verificationField(queue?.verification ?? null, routing.methods) } },
        {
            title: text("routing.queue.times"),
            fields: {
                target_wait_seconds: durationField(text("routing.queue.target"), queue?.target_wait_seconds ?? 120, { help: text("routing.queue.target_means") }),
                answer_within_seconds: durationField(text("routing.queue.answer"), queue ? (queue.answer_within_seconds ?? null) : 180, { isOptional: true, help: text("routing.queue.answer_means") }),
            },
        },
    ];
    return new RecordForm({
        title: queue?.name ?? text("routing.queue.new"),
        about: queue?.is_general ? text("routing.queue.general_means") : undefined,
        sections,
        save: (body) => save("queues", queue?.id, body),
        deletion: queue && !queue.is_general ? { question: text("routing.queue.delete", { name: queue.name }), means: text("routing.queue.delete_means"), run: () => api.delete(`/api/v1/admin/queues/${queue.id}`) } : null,
    });
}

/**
 * @param {Routing} routing
 * @param {Team|null} team null for a new one.
 */
export function teamForm(routing, team) {
    return new RecordForm({
        title: team?.name ?? text("routing.team.new"),
        sections: [
            { title: "", fields: { name: nameField(team?.name), members: peopleField(text("routing.team.members"), team?.members ?? [], routing.agents) } },
            { title: text("routing.team.when"), fields: { hours: hoursField(team?.hours ?? null) } },
            {
                title: text("routing.team.outside"),
                fields: {
                    outside_hours: choiceField(text("routing.team.outside_asked"), team?.outside_hours ?? "queue", OUTSIDE.map((id) => ({ id, name: text(`routing.team.outside.${id}`), means: text(`routing.team.outside.${id}_means`) }))),
                    replies_within_seconds: durationField(text("routing.team.replies"), team?.replies_within_seconds ?? 4 * 3600, { least: 60, most: MONTH, help: text("routing.team.replies_means") }),
                },
            },
        ],
        save: (body) => save("teams", team?.id, body),
        deletion: team && { question: text("routing.team.delete", { name: team.name }), means: text("routing.team.delete_means"), run: () => api.delete(`/api/v1/admin/teams/${team.id}`) },
    });
}

/**
 * @param {Routing} routing
 * @param {RoutedAgent} agent
 */
export function agentForm(routing, agent) {
    const limits = Object.fromEntries(KINDS.map((kind) => [kind, numberField(text(`routing.agent.limit.${kind}`), agent.limits[kind] ?? null, { least: 0, most: 500, isOptional: true })]));
    const teams = routing.teams.filter(({ id }) => agent.teams.includes(id)).map(({ name }) => name);
    return new RecordForm({
        title: agent.name,
        about: text("routing.agent.about", { badge: agent.badge, role: text(`routing.role.${agent.role}`), teams: teams.join(" · ") || text("routing.agent.no_team") }),
        sections: [
            {
                title: text("routing.agent.can"),
                fields: {
                    skills: skillsField(routing, text("routing.agent.skills"), agent.skills, text("routing.agent.skills_means"), 50),
                    languages: chipsField({
                        label: text("routing.agent.languages"), help: text("routing.agent.languages_means"), chosen: agent.languages, known: knownLanguages(routing),
                        read: languageCode, say: languageName, add: text("routing.agent.language_add"), rule: text("routing.rule.language"), most: 30,
                    }),
                },
            },
            {
                title: text("routing.agent.takes"),
                fields: { capacity: numberField(text("routing.agent.capacity"), agent.capacity, { least: 0, most: 500, help: text("routing.agent.capacity_means") }), ...limits },
            },
        ],
        save: ({ chat, ticket, call, ...body }) => {
            const given = Object.entries({ chat, ticket, call }).filter(([, most]) => most !== null);
            return api.put(`/api/v1/admin/agents/${agent.id}/abilities`, { ...body, limits: Object.fromEntries(given) });
        },
    });
}

/**
 * What a list says of a queue under its name.
 *
 * @param {Queue} queue
 * @param {Routing} routing
 */
export function queueAbout(queue, { teams }) {
    if (queue.is_transfer_only) return text("routing.queue.transfer_only");
    const scope = [queue.topic && topicName(queue.topic), queue.language && languageName(queue.language), queue.tier].filter(Boolean);
    const team = teams.find(({ id }) => id === queue.team)?.name;
    return [...(scope.length > 0 ? scope : [text("routing.queue.rest")]), team].filter(Boolean).join(" · ");
}

/** @param {Team} team */
export function teamAbout({ hours, members }) {
    return [hours?.time_zone ?? text("routing.team.hours.always"), plural("routing.team.people", members.length)].join(" · ");
}

/** @param {RoutedAgent} agent */
export function agentAbout({ skills, languages, capacity }) {
    return [skills.join(", ") || text("routing.agent.no_skills"), languages.map(languageName).join(", "), plural("routing.agent.chats", capacity)].filter(Boolean).join(" · ");
}

/** @param {string} [name] */
function nameField(name) {
    return textField(text("routing.name"), name ?? "", { most: 60, rule: text("routing.rule.name") });
}

/**
 * @param {Routing} routing
 * @param {string} label
 * @param {string[]} chosen
 * @param {string} help
 * @param {number} most
 */
function skillsField({ queues, agents }, label, chosen, help, most) {
    const known = [...queues.flatMap((queue) => [...queue.required_skills, ...queue.wanted_skills]), ...agents.flatMap(({ skills }) => skills)];
    return chipsField({ label, help, chosen, known, read: skillName, add: text("routing.skill_add"), rule: text("routing.rule.skill"), most });
}

/** @param {Routing} routing */
function knownLanguages({ queues, agents, spoken }) {
    return [...new Set([...spoken, ...queues.flatMap(({ language }) => language ?? []), ...agents.flatMap(({ languages }) => languages)])].sort();
}

/**
 * @param {"queues"|"teams"} kind
 * @param {string|undefined} id
 * @param {object} body
 */
function save(kind, id, body) {
    return id ? api.put(`/api/v1/admin/${kind}/${id}`, body) : api.post(`/api/v1/admin/${kind}`, body);
}
