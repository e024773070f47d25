/** OpenStack Images v1, as Glance and its clients speak it. */
package org.plankton.api.glance.v1;
