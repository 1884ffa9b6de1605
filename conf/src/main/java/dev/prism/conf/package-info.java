/// The configuration: one YAML file as a person edits it, read into records.
///
/// [dev.prism.conf.ConfigLoader] is the way in. It answers with a [dev.prism.conf.GatewayConfig], an
/// immutable snapshot, or with every [dev.prism.conf.ConfigProblem] at once. [dev.prism.conf.ConfigWatch]
/// calls again when the file changes; who holds the last good snapshot decides what to do with a bad one.
///
/// ## How a settings record is read
/// Each module owns its settings records, and they know nothing of this module. The shape of a record is
/// the shape of its YAML:
///
/// - A component `maxBody` is the key `max-body`, unless the record's constant `KEY_MAX_BODY` says another.
///   An unknown key is a problem.
/// - A component that the file leaves out takes, in this order: the constant `DEFAULT_MAX_BODY` of the
///   record, if it has one; null, if the component is `@Nullable`; the empty value of a list or map;
///   `false`; a record built from nothing, if all its own components can be left out. Otherwise the key
///   is required.
/// - A scalar is text, a number, a boolean, a [java.time.Duration] (`250ms`, `2s`, `1m`, `2h`, `30d`), a
///   [java.net.URI], a [java.nio.file.Path], a [dev.prism.exchange.Secret], an enum in kebab-case, or any
///   type that has a static method `parse(String)` which throws [IllegalArgumentException].
/// - A sealed interface of records is a choice: `{canary: {percent: 5}}`, the key being the record's name
///   in kebab-case without a final `Settings`. A case whose one component is a record is that record.
///   Where the first component says it all, it may stand alone:
///   `{file: data/traces.jsonl}`; where all can be left out, the bare word is enough.
/// - A constructor refuses bad values with [IllegalArgumentException]. The message is shown beside file,
///   line and path; if it starts with the name of a component (`percent must be …`), at that key.
/// - `${NAME}` and `${NAME:-default}` are replaced in scalars, `$${` is a literal `${`.
/// - An entry of a map of records may hold the key `when`: if its text is empty or `false`, the entry is
///   as if it were not written.
@NullMarked
package dev.prism.conf;

import org.jspecify.annotations.NullMarked;
