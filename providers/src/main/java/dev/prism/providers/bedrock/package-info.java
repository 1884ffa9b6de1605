/// Amazon Bedrock by Converse: one dialect for the models of many makers, signed requests, and streams in
/// binary frames with two checksums each. No client speaks it here, so everything is translated.
@NullMarked
package dev.prism.providers.bedrock;

import org.jspecify.annotations.NullMarked;
