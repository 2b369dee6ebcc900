// AssemblyScript's number types, as TypeScript sees them. asc has them built in and never reads this file.
declare type i32 = number;
declare type f64 = number;
declare type bool = boolean;
