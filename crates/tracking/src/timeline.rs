//! One honest timeline from the scans of a parcel.
