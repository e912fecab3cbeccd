"""The graph engine, as far as torchair's default mode needs it: serialized graphs run with the operators of aclnn."""
