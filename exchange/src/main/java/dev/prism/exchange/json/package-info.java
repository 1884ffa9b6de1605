/// One strict reading of JSON for the whole gateway: what a scanner sees is what the provider gets.
///
/// [dev.prism.exchange.json.StrictJson] checks a document once and remembers where its members lie;
/// [dev.prism.exchange.json.JsonCursor] then walks the checked bytes without copying them. Both work on
/// byte arrays and allocate nothing per value.
@NullMarked
package dev.prism.exchange.json;

import org.jspecify.annotations.NullMarked;
