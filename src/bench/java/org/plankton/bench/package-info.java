/** How fast the service is: {@code docs/performance/README.md}. Begin with {@link org.plankton.bench.Bench}. */
package org.plankton.bench;
