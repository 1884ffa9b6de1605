/// OpenAI's models at Azure: the OpenAI dialect, at a path that names the deployment.
@NullMarked
package dev.prism.providers.azure;

import org.jspecify.annotations.NullMarked;
