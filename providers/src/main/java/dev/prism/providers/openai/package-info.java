/// The OpenAI dialect: chat completions, legacy completions, Responses, embeddings, models. More than a
/// dozen providers speak it, each with an accent; where they differ in what is sent, `presets.yaml` says
/// so, and where they differ in what comes back, the decoders read every known form.
///
/// [dev.prism.providers.openai.ChatDecoder] and [dev.prism.providers.openai.ResponsesDecoder] run on the
/// event loop for each event: one check of the bytes, one walk over the part that matters.
@NullMarked
package dev.prism.providers.openai;

import org.jspecify.annotations.NullMarked;
