(module
  (func (export "run") (param $rounds i32) (result i32)
    (local $state i32)
    (loop $again
      (local.set $state (i32.add (i32.mul (local.get $state) (i32.const 1664525)) (i32.const 1013904223)))
      (br_if $again (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1)))))
    (local.get $state)))
