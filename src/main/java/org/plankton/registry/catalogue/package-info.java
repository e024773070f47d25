/**
 * What the properties of images mean, and what follows from them: whether an image will boot, which family it is of,
 * and by which words it is found. What is known of properties is data ({@link
 * org.plankton.registry.catalogue.Catalogue}); what is made of an image is computed when it is written, and stored with
 * it.
 */
package org.plankton.registry.catalogue;
