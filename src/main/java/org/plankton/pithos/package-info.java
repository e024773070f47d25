/**
 * The tables that Pithos+ has in PostgreSQL, where the registry of Synnefo keeps images as attributes of files: they
 * are read once, to be taken over, and written by the bridge, for who goes on reading them there.
 */
package org.plankton.pithos;
