/** A dialect as a Jersey application: what stands before and behind its resources, and what they answer with. */
package org.plankton.api.jersey;
