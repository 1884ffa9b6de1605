package dev.prism.routing;

import java.util.List;

/// What a flip would change.
///
/// @param flip         as it would be made
/// @param routes       the routes that would change
/// @param tenants      the tenants seen in the last 15 minutes that it would reach
/// @param trafficShare of all requests of the last 15 minutes, those that it would have governed, 0 to 1
/// @param requests     how many requests that share is a share of
/// @param changes      where the table would differ
public record Impact(
    Flip flip,
    List<String> routes,
    List<String> tenants,
    double trafficShare,
    long requests,
    List<Difference> changes) {}
