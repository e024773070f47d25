/**
 * For whoever runs the service, or looks for it: what is no dialect's. Of images there are numbers alone; tokens, where
 * there are any, are administrators', and that of Prometheus.
 */
package org.plankton.api.ops;
