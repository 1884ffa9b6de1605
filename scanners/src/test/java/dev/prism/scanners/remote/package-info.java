/// Tests of the scanners that ask another service.
@NullMarked
package dev.prism.scanners.remote;

import org.jspecify.annotations.NullMarked;
