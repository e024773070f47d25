/** Who listens to changes of images, once they are made: for now the log. */
package org.plankton.journal;
