package org.keras4j.backend.torch;

/// One thing a plan does: reads places of a frame, fills others.
interface Step {
  void run(Frame frame);
}
