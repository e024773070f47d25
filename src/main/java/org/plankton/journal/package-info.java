/** Who listens to changes of images, once they are made: the log, and whoever collects such changes. */
package org.plankton.journal;
