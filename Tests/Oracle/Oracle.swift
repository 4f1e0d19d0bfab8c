// Plain reference versions of what the kernels compute, in double precision.
