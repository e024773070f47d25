/**
 * What can be set: the list of all settings ({@link org.plankton.settings.Settings}, and a record for each party that
 * has several), the reader that finds them and tells what is wrong with them, and the parsers of their values.
 */
package org.plankton.settings;
