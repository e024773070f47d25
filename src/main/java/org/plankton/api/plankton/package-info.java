/** Plankton's own wire, mounted twice: as the API guide describes it, and as Synnefo deploys it. */
package org.plankton.api.plankton;
