/**
 * A cloud without a cloud: what stands in for Astakos, Keystone, Pithos+ and Swift where there is none. It knows
 * nothing of the registry. Begin with {@link org.plankton.cloud.Cloud}.
 */
package org.plankton.cloud;
