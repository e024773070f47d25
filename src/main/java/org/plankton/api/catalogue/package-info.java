/** The catalogue's wire, {@code /catalogue/v1}: what no other wire has, for whoever shows images to people. */
package org.plankton.api.catalogue;
