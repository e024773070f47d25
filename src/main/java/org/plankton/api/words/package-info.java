/** What more than one wire reads and writes, whatever carries it. */
package org.plankton.api.words;
