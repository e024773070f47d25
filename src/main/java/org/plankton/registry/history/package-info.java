/** What images were and are: what the journal keeps of each edit, and how an image is made of that again. */
package org.plankton.registry.history;
