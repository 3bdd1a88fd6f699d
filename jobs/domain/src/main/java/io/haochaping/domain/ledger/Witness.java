package io.haochaping.domain.ledger;

/** Is told every single contribution while a ledger adds it. */
@FunctionalInterface
public interface Witness {
    void saw(Contribution contribution);
}
