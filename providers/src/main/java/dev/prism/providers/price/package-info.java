/// What a token costs at each provider, and what an answer cost.
///
/// The figures are data: `conf/prices.yaml`, read by [dev.prism.providers.price.PriceFile], overridden by
/// the section `prices` of the configuration. [dev.prism.providers.price.PriceTable] answers in exact
/// pico-dollars, or not at all where no price is known. [dev.prism.providers.price.PriceImport] turns
/// three public formats into ours, and [dev.prism.providers.price.PriceCheck] compares.
@NullMarked
package dev.prism.providers.price;

import org.jspecify.annotations.NullMarked;
