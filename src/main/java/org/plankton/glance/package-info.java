/** Glance, OpenStack's own registry of images: what is there, from its database or by its calls, and its bytes. */
package org.plankton.glance;
