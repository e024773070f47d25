/**
 * What is measured of the service, for Prometheus. It knows the registry's ports and counts, and no party: what speaks
 * to one is measured from outside, as what it stands for.
 */
package org.plankton.metrics;
