/** OpenStack Images v2, as the clients speak it that are alive. */
package org.plankton.api.glance.v2;
