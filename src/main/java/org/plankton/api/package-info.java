/**
 * Clients. A wire is a package that says what its paths are, and in which words it answers: {@code plankton}, {@code
 * glance.v1}, {@code glance.v2}; {@code ops} is for whoever runs the service. No wire knows another; what both of
 * {@code glance} have in common is beside them. What all share stands in storeys, of which each knows only those below
 * it:
 *
 * <ul> <li>{@code jersey}: a dialect as a Jersey application, and all that is Jersey's or works around it
 * <li>{@code http}: what stands before, in servlets and their filters, and works around the container: ids and logs of
 * requests, tokens, entity tags, refusals <li>{@code words}: what is said, however it is sent: images' headers, query
 * strings, pieces of JSON
 * </ul>
 *
 * <p>A request meets, in this order: {@link org.plankton.api.http.ForwardedFilter} and
 * {@link org.plankton.api.http.AccessLogFilter}, whatever is asked; {@link org.plankton.api.http.RequestIdFilter};
 * {@link org.plankton.api.http.UnreadBodyFilter}, {@link org.plankton.api.http.NoStoreFilter};
 * {@link org.plankton.api.http.CorsFilter}, where origins are set, behind which what browsers ask beforehand does not
 * come; {@link org.plankton.api.http.ContentTypeFilter}; {@link org.plankton.api.http.AdmissionFilter}; the filters
 * that its dialect has; {@link org.plankton.api.http.RefusalFilter} and
 * {@link org.plankton.api.http.TransferCodingFilter}, which refuse it; {@link org.plankton.api.http.IgnoredFilter};
 * {@link org.plankton.api.http.ImageHeadFilter}, behind which the most frequent requests do not come;
 * {@link org.plankton.api.http.TakenFilter}; {@link org.plankton.api.http.BodyFilter};
 * {@link org.plankton.api.http.CutOffFilter}, {@link org.plankton.api.http.HeaderFilter}; {@code IdFilter}, by which
 * ids have one spelling; then Jersey finds the resource; then {@code MethodFilter} and {@code TokenFilter}; then the
 * resource. Whatever was thrown meets {@code FaultMapper}; and every no is written by
 * {@link org.plankton.api.http.FaultWriter}.
 *
 * <p>Where a resource wants a body that has not come yet, {@code BodyFilter} lets the request go, with its thread, and
 * has it begin anew with the body: from {@code BodyFilter} on, and through what counts, names and logs requests.
 */
package org.plankton.api;
