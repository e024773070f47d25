/** Reads the catalogue of properties: the files that the service brings with it, and an operator's own on top. */
package org.plankton.catalogue;
