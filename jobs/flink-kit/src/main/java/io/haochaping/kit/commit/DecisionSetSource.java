package io.haochaping.kit.commit;

import io.haochaping.intake.DecisionSet;
import java.io.Serializable;
import java.util.function.Supplier;

/** Makes the decision set where the committer runs. */
public interface DecisionSetSource extends Supplier<DecisionSet>, Serializable {}
