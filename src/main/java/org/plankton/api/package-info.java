/**
 * Clients: what every wire has in common. A wire itself is a {@link org.plankton.api.http.Dialect} in a package of its own, which
 * says what its paths are and in which words it answers; no dialect knows another.
 *
 * <p>A request meets, in this order: {@link org.plankton.api.http.RequestIdFilter}, {@link org.plankton.api.http.NoStoreFilter}, those that the
 * dialect has; {@link org.plankton.api.http.ImageHeadFilter}, behind which the most frequent requests do not come; {@link
 * org.plankton.api.http.CutOffFilter}, {@link org.plankton.api.http.HeaderFilter}; then Jersey finds the resource; then {@link org.plankton.api.jersey.MethodFilter} and {@link
 * org.plankton.api.jersey.TokenFilter}; then the resource; and whatever was thrown meets {@link org.plankton.api.jersey.FaultMapper}.
 */
package org.plankton.api;
