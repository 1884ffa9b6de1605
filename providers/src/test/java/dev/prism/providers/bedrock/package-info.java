@NullMarked
package dev.prism.providers.bedrock;

import org.jspecify.annotations.NullMarked;
